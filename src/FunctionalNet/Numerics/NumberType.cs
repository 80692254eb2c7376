namespace FunctionalNet.Numerics;

/// <summary>A type of numbers in files.</summary>
internal enum NumberType
{
    /// <summary>A byte that is 0 or 1.</summary>
    Boolean,
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float16,

    /// <summary>The upper half of a single-precision number.</summary>
    BFloat16,
    Float32,
    Float64,
}
