using System.Collections.Immutable;

namespace FunctionalNet.Bits;

/// <summary>A short seeded run whose bits must never change unnoticed: a change here is a change of the mathematics.</summary>
/// <param name="Name">The network and its precision.</param>
/// <param name="Golden">The fingerprint of the trained parameters, on every machine.</param>
/// <param name="Train">The function that trains and returns the fingerprint.</param>
public sealed record GoldenRun(string Name, string Golden, Func<string> Train)
{
    public static ImmutableArray<GoldenRun> All { get; } =
    [
        new("two layers, f32", "ee8c12607d04063a472a9f269d6466be7d693da8efe0f1049664753b4d847dee", Runs<float>.TwoLayers),
        new("two layers, f64", "bbcb03d386eb079217baf27f6a2f0eb783c472aa0b0c436755f0f6f09cf7a4eb", Runs<double>.TwoLayers),
        new("odd lengths, f32", "632bb72460548b3a413d6890e518d237708ddbec39896a1a3c18ce22837c8cff", Runs<float>.OddLengths),
        new("odd lengths, f64", "c7cb1a0451c6e71fbb22151d152981ed9242a7a01ec55998fb5aa75b75867ac6", Runs<double>.OddLengths),
        new("odd lengths by AdamW, f32", "4edd85d9add93d1d640e48f7aef810ae3d3c37378ca1f438d5d094e15515ab41", Runs<float>.OddLengthsByAdamW),
        new("odd lengths by AdamW, f64", "9eb21e3545732395b9e81b97ae8555faa00418426bced47c843d5c2e45cdb5f0", Runs<double>.OddLengthsByAdamW),
        new("odd lengths by others, f32", "cdaff109 c0ee0ffa cbaa606e 1933aad7 657dc1b0 d438d7f3 ba1f1a24 70aead63 b8fd0cd8 02a659ae", Runs<float>.OddLengthsByOthers),
        new("odd lengths by others, f64", "ba887751 1980425a 180075b2 64e4f1de 02dc6e7e 726df03b b9dccca2 71db16d2 e8c3e251 50189c39", Runs<double>.OddLengthsByOthers),
        new("wide layers, f32", "5b55d7b517177680cb91b6b9105d5e3095924cc7ef0581139de0b487e81da530", Runs<float>.WideLayers),
        new("wide layers, f64", "5896965c3a19d17ad22ef94f3ebab6bf8db9349cb07737adcc8588240dfcdd06", Runs<double>.WideLayers),
        new("shards, f32", "b332fc529aacbcacc3aeeef9550ba3995b03985f646f37bc9814ce2486853f8a", Runs<float>.Shards),
        new("shards, f64", "c27506e203cac6f29d1f630f647dbe5f824cec59f2740ddec50ee61891c5d82c", Runs<double>.Shards),
        new("images, f32", "6d6762128941d91adfa5a1ba3593a3898ed0a7560e2e265895ecf872d94f6615", Runs<float>.Images),
        new("images, f64", "f16c14ecdaf1c7cb77ea7b404d0fd49b18127c64b6b407ab13704145e7e29d27", Runs<double>.Images),
        new("functions, f32", "5af36febd7dd870c4e7f993fbfa9aa5a2d2ca283dad83ee094ccc51c342e262d", Runs<float>.Functions),
        new("functions, f64", "76dd495f5fde399b76fe2db0f2a5991d305fa0c59e6ab85f6aec46829fadeb8b", Runs<double>.Functions),
        new("initializers, f32", "d2a34b9ac7a883be3b65e0a3c2a0eb6546bf7de0c587c3a81f377b4d3f450970", Runs<float>.Initializers),
        new("initializers, f64", "4a36159257f16d67e783114e6fca9a4eeec76fe8e837d286061d92eafdda38fe", Runs<double>.Initializers),
    ];

    /// <summary>The line that reports a fingerprint of this run.</summary>
    public string Report(string fingerprint) => $"{Name}: {fingerprint}";

    /// <summary>The runs whose names begin with one of these prefixes; all runs if there are none.</summary>
    public static IEnumerable<GoldenRun> Named(params IReadOnlyCollection<string> beginnings) =>
        All.Where(run => beginnings.Count == 0 || beginnings.Any(name => run.Name.StartsWith(name, StringComparison.Ordinal)));
}
