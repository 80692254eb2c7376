using System.Numerics;

namespace FunctionalNet;

/// <summary>Prints parameters as a table: a line for each, with what tells at a glance whether its numbers are sane.</summary>
internal static class ParametersFormat
{
    public static string Describe<T>(Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parameters.Count == 0)
            return "no parameters";
        string[] heading = ["path", "shape", "role", "mean", "std"];
        var table = TextTable.Align([heading, .. parameters.Select(Row)], rightAligned: [3, 4]);
        // Above the table: a prompt puts a bracket before the first line, which would move a heading off its columns.
        return string.Join('\n', table.Prepend($"{Counted(parameters.Size, "parameter")} in {Counted(parameters.Count, "tensor")}"));
    }

    /// <summary>The role in words: <c>weight</c>, <c>bias or gain</c>, <c>statistic</c>.</summary>
    public static string Words(ParameterRole role) => role switch
    {
        ParameterRole.Weight => "weight",
        ParameterRole.BiasOrGain => "bias or gain",
        ParameterRole.Statistic => "statistic",
        _ => throw new ArgumentOutOfRangeException(nameof(role), $"{role} is no role of a parameter"),
    };

    /// <summary><c>1 number</c>, <c>2 numbers</c>.</summary>
    public static string Counted(long count, string what) => Invariant($"{count} {what}{(count == 1 ? "" : "s")}");

    private static string[] Row<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (shape, summary) = (parameter.Value.Shape, TensorSummary.Of(parameter.Value));
        return [parameter.Path, TensorFormat.Type<T>(shape), Words(parameter.Role), summary.MeanText, summary.DeviationText];
    }
}
