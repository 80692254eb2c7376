using System.Numerics;

namespace FunctionalNet;

/// <summary>Prints parameters as a table: a line for each, with mean and standard deviation to see at a glance whether they are sane.</summary>
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
        return string.Join('\n', table.Prepend($"{Quantity.Of(parameters.Size, "parameter")} in {Quantity.Of(parameters.Count, "tensor")}"));
    }

    /// <summary>The role in words: <c>weight</c>, <c>bias or gain</c>, <c>statistic</c>.</summary>
    public static string Words(ParameterRole role) => role switch
    {
        ParameterRole.Weight => "weight",
        ParameterRole.BiasOrGain => "bias or gain",
        ParameterRole.Statistic => "statistic",
        _ => throw new ArgumentOutOfRangeException(nameof(role), Invariant($"expected a role of a parameter, got {(int)role}")),
    };

    private static string[] Row<T>(Parameter<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (shape, summary) = (parameter.Value.Shape, TensorSummary.Of(parameter.Value));
        return [parameter.Path, TensorFormat.Type<T>(shape), Words(parameter.Role), summary.MeanText, summary.StdText];
    }
}
