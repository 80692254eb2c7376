namespace FunctionalNet.Tests.Data;

/// <summary>A body of unknown length with these bytes and then an event: a failure, silence, more bytes.</summary>
internal sealed class StubBody(byte[] first, Func<Memory<byte>, Task<int>> next) : Stream
{
    private int given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (given == first.Length)
            return await next(buffer);
        var count = int.Min(buffer.Length, first.Length - given);
        first.AsMemory(given, count).CopyTo(buffer);
        given += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
