namespace FunctionalNet;

/// <summary>Grey from colours and colours from grey; what is transparent is not.</summary>
internal static class Channels
{
    // ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue, in 65536ths, rounded as Pillow does.
    private const int Red = 19595;
    private const int Green = 38470;
    private const int Blue = 7471;
    private const int Half = 1 << 15;

    /// <summary>Pixels of 1 to 4 channels (grey, grey and alpha, colours, colours and alpha) as pixels of 1 or 3.</summary>
    public static byte[] Convert(byte[] bytes, int from, int to)
    {
        if (from == to)
            return bytes;
        var converted = GC.AllocateUninitializedArray<byte>(bytes.Length / from * to);
        for (var (i, j) = (0, 0); i < bytes.Length; (i, j) = (i + from, j + to))
        {
            if (to == 1)
                converted[j] = from < 3 ? bytes[i] : Grey(bytes[i], bytes[i + 1], bytes[i + 2]);
            else
                (converted[j], converted[j + 1], converted[j + 2]) = from < 3 ? (bytes[i], bytes[i], bytes[i]) : (bytes[i], bytes[i + 1], bytes[i + 2]);
        }

        return converted;
    }

    private static byte Grey(int red, int green, int blue) => (byte)(((red * Red) + (green * Green) + (blue * Blue) + Half) >> 16);
}
