namespace FunctionalNet;

/// <summary>The direction in which a score gets better.</summary>
public enum Goal
{
    /// <summary>Larger is better: an accuracy.</summary>
    Maximize,

    /// <summary>Smaller is better: a loss.</summary>
    Minimize,
}
