namespace FunctionalNet;

/// <summary>
/// The content of a file as the decoder reads it. StbImageSharp takes bytes after the end for zeros, and its loops end only where the position is
/// exactly the end: so no position is after the end or goes back, and what was read after the end is told afterwards.
/// </summary>
internal sealed class BoundedStream(byte[] content) : Stream
{
    private int position;

    /// <summary>Whether more was read than there is.</summary>
    public bool HasRunOut { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => content.Length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int ReadByte()
    {
        if (position < content.Length)
            return content[position++];
        HasRunOut = true;
        return -1;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var length = int.Min(buffer.Length, content.Length - position);
        content.AsSpan(position, length).CopyTo(buffer);
        position += length;
        HasRunOut |= length < buffer.Length;
        return length;
    }

    /// <summary>Goes on, or begins again; anything else, which only a broken file asks for, goes to the end.</summary>
    public override long Seek(long offset, SeekOrigin origin)
    {
        var next = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current when offset >= 0 => position + offset,
            _ => -1,
        };
        HasRunOut |= next < 0 || next > content.Length;
        return position = next < 0 || next > content.Length ? content.Length : (int)next;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("the content of a file is only read");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("the content of a file is only read");
}
