namespace FunctionalNet.Numerics;

/// <summary>
/// The way of a window along one axis of images. Tap j of window i is at <c>i stride − before + j dilation</c> of the input, which is in the padding if it
/// is negative or not less than the input's length.
/// </summary>
/// <param name="Input">The length of the input.</param>
/// <param name="Output">The number of windows.</param>
/// <param name="Taps">The length of the window: the number of elements that it takes.</param>
/// <param name="Stride">The distance of two windows.</param>
/// <param name="Dilation">The distance of two taps.</param>
/// <param name="Before">The places of padding before the input.</param>
/// <param name="After">The places of padding after the input.</param>
internal readonly record struct WindowAxis(int Input, int Output, int Taps, int Stride, int Dilation, int Before, int After)
{
    /// <summary>Where the first tap of a window is: negative if in the padding before the input.</summary>
    public int Start(int output) => (output * Stride) - Before;

    /// <summary>The taps of a window that are within the input: from the first to before the end, which is the first if there are none.</summary>
    public (int First, int End) Within(int output) => Between(Start(output), 0, Input);

    /// <summary>The taps of a window that are within the input or its padding: a last window may go beyond both.</summary>
    public (int First, int End) WithinPadded(int output) => Between(Start(output), -Before, Input + After);

    /// <summary>Whether each window has a tap within the input.</summary>
    public bool SeesInput
    {
        get
        {
            for (var output = 0; output < Output; output++)
            {
                if (Within(output) is var (first, end) && first == end)
                    return false;
            }

            return true;
        }
    }

    /// <summary>Whether no window goes beyond the input.</summary>
    public bool IsWithin => Before == 0 && Start(Output - 1) + ((long)(Taps - 1) * Dilation) < Input;

    /// <summary>Whether no two windows have an element in common.</summary>
    public bool IsApart => ((long)(Taps - 1) * Dilation) < Stride;

    private (int First, int End) Between(int start, int low, int high)
    {
        var first = start >= low ? 0 : (int)(((long)low - start + Dilation - 1) / Dilation);
        var end = start >= high ? 0 : (int)long.Min(Taps, ((long)high - start + Dilation - 1) / Dilation);
        return (first, int.Max(first, end));
    }
}
