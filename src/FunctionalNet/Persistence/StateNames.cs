namespace FunctionalNet;

/// <summary>
/// The names of tensors in the file of a run's state. Parameters have their paths. Tensors of the optimizer begin with a slash, as no path
/// does: <c>/optimizer/0/mean/Affine1/W</c>.
/// </summary>
internal static class StateNames
{
    /// <summary>Whether this is the name of a parameter.</summary>
    public static bool IsOfParameter(string name) => !name.StartsWith('/');

    /// <summary>The place of the optimizer's own state.</summary>
    public const string Optimizer = "/optimizer";

    /// <summary>The place of a part: a transformation by its position, tensors or an inner optimizer by their name.</summary>
    public static string Under(string place, string part) => $"{place}/{part}";
}
