using System.Reflection;
using FunctionalNet.Resumption;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>A state in a file: all of it comes back, byte for byte, and one that is not whole is refused.</summary>
public sealed class SavedStateTests : IDisposable
{
    private const int Half = 7;

    private static readonly TrainingRun<Batch<float>, float> Run = ResumedRuns<float>.By(Optimizers.Adam(0.01));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ResumedCase.All.Length)];

    // train 2N ≡ train N, save, load in a fresh process, train N, save, and load in another.
    [Fact]
    public async Task A_run_that_goes_on_in_another_process_ends_in_the_same_bits()
    {
        var program = typeof(ResumedCase).Assembly.Location;
        foreach (var steps in new[] { Half, 2 * Half })
        {
            var printed = await Dotnet.Run([program, "cases", folder.Path, Invariant($"{steps}")]);
            var expected = ResumedCase.All.Select(@case => $"{@case.Name}: {@case.Uninterrupted(steps)}");
            Assert.Equal(expected, printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_run_that_goes_on_ends_in_the_same_bits(int number)
    {
        var @case = ResumedCase.All[number];
        Assert.Equal(@case.Uninterrupted(Half), @case.Resumed(folder.Path, Half));
        Assert.Equal(@case.Uninterrupted(2 * Half), @case.Resumed(folder.Path, 2 * Half));
    }

    [Fact]
    public void Every_schedule_has_a_case()
    {
        var members = typeof(Schedules).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(RateSchedule)).Select(method => method.Name).Distinct();
        Assert.Contains("Cosine", members);
        Assert.Equal(members.Order(StringComparer.Ordinal), ScheduleCases<float>.All.Select(@case => @case.Member).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_parts_of_a_state_come_back_to_the_bit()
    {
        var saved = new SavedState<float>(Run.ElementAt(3), RunDescription.Of(Run)) { Metrics = [("test", 0.1), ("loss", double.NaN)] };
        Assert.Equal(saved, SavedState<float>.Decode(saved.Encode()));
        Assert.Equal(saved.Encode(), SavedState<float>.Decode(saved.Encode()).ThrowIfFail().Encode());
        var file = folder.At("state.safetensors");
        Assert.Equal(file, saved.Save(file));
        Assert.Equal(saved, SavedState<float>.Load(file));
        Assert.Equal(saved.Encode(), File.ReadAllBytes(file));
    }

    [Fact]
    public void A_state_before_the_first_step_comes_back() => ComesBack(Run.Initial);

    [Fact]
    public void A_state_that_has_diverged_comes_back_with_where()
    {
        var wild = ResumedRuns<float>.By(Optimizers.Sgd(3e38));
        var diverged = wild.First(state => state.HasDiverged);
        Assert.True(diverged.Divergence.IsSome);
        ComesBack(diverged);
    }

    /// <summary>Losses that JSON has no numbers for, or that are easily changed on the way.</summary>
    [Theory]
    [InlineData(0x80000000u)]
    [InlineData(0x00000001u)]
    [InlineData(0x3dcccccdu)]
    [InlineData(0x7f7fffffu)]
    [InlineData(0x7f800000u)]
    [InlineData(0xff800000u)]
    [InlineData(0x7fc00000u)]
    [InlineData(0xffc12345u)]
    public void A_loss_comes_back_to_the_bit(uint bits)
    {
        var state = Run.ElementAt(1) with { Loss = BitConverter.UInt32BitsToSingle(bits) };
        var back = SavedState<float>.Decode(new SavedState<float>(state, RunDescription.Of(Run)).Encode()).ThrowIfFail().State;
        Assert.Equal(bits, BitConverter.SingleToUInt32Bits(back.Loss.IfNone(0)));
    }

    [Fact]
    public void A_key_comes_back_to_the_bit() => ComesBack(Run.Initial with { Key = new(ulong.MaxValue, 0x8000000000000001), LastBatch = long.MaxValue });

    [Fact]
    public void Frozen_parameters_stay_frozen()
    {
        var network = Frozen(Affine(2, 2)) >> Affine(2, 2);
        var state = Train.Start(network, Optimizers.Adam(0.1), Key.Seed(0));
        var back = SavedState<float>.Decode(new SavedState<float>(state, RunDescription.Of(Run)).Encode()).ThrowIfFail().State;
        Assert.Equal(state.Parameters.Trained, back.Parameters.Trained);
        Assert.Equal(2, back.Parameters.Trained.Count);
    }

    [Fact]
    public void Any_reader_of_safetensors_sees_the_tensors_under_their_paths()
    {
        var file = folder.At("state.safetensors");
        Assert.True(new SavedState<float>(Run.ElementAt(2), RunDescription.Of(Run)).Save(file).IsSucc);
        var tensors = Safetensors.Read<float>(file).ThrowIfFail();
        Assert.Equal(
            [
                "Affine1/W", "Affine1/b", "Centre1/mean", "Affine2/W", "Affine2/b",
                "/optimizer/0/mean/Affine1/W", "/optimizer/0/mean/Affine1/b", "/optimizer/0/mean/Affine2/W", "/optimizer/0/mean/Affine2/b",
                "/optimizer/0/square/Affine1/W", "/optimizer/0/square/Affine1/b", "/optimizer/0/square/Affine2/W", "/optimizer/0/square/Affine2/b",
            ],
            tensors.Names);
        Assert.Equal(Run.ElementAt(2).Parameters, Parameters.Load<float>(file));
        Assert.Equal(("functionalnet.state", "1"), (tensors.Metadata["format"], tensors.Metadata["version"]));
    }

    // A later version of the format keeps this file, and adds one of its own.
    [Fact]
    public void The_format_of_version_1_is_read()
    {
        var file = Repository.At("tests", "FunctionalNet.Tests", "Persistence", "Files", "state-version1.safetensors");
        var saved = SavedState<float>.Load(file).ThrowIfFail();
        Assert.Equal(
            "step 5, loss 0.9584, 54 parameters, accuracy 0.5; Affine(6→5) >> Centre >> Tanh >> Drop >> Affine(5→3), SoftmaxCrossEntropy, Adam(0.01), "
            + "Dataset: 40 × f32[6]; batches of 8, shuffled every epoch, 5 to an epoch",
            $"{saved}; {saved.Run}");
        Assert.Equal("2ce9b8eae41592ef24d48fb4ffd0cf46a291466e047cdff6fb9e669d7350d704", saved.State.Parameters.Fingerprint());
        Assert.Equal((Run.Initial.Key, 4, 5), (saved.State.Key, saved.State.LastBatch, saved.State.Optimizer["ScaleByAdam"].Count("steps")));
        Assert.Equal(File.ReadAllBytes(file), saved.Encode());
    }

    [Fact]
    public void Another_version_precision_or_format_is_refused()
    {
        var bytes = new SavedState<float>(Run.ElementAt(2), RunDescription.Of(Run)).Encode();
        Assert.Equal("expected the state of a run of version 1, found version 2", Message(SavedState<float>.Decode(With("\"version\":\"1\"", "\"version\":\"2\""))));
        Assert.Equal("expected the state of a run, found tensors of something else", Message(SavedState<float>.Decode(With("functionalnet.state", "functionalnet.xxxxx"))));
        Assert.Equal(
            "Affine1/W: expected double-precision numbers, found single-precision numbers (F32)", Message(SavedState<double>.Decode(bytes)));
        Assert.Equal(
            "expected the state of a run, found tensors of something else",
            Message(SavedState<float>.Decode(Safetensors.Encode(NamedTensors<float>.Create(("x", Tensor.Scalar(1f)))))));

        byte[] With(string old, string other) =>
            System.Text.Encoding.Latin1.GetBytes(System.Text.Encoding.Latin1.GetString(bytes).Replace(old, other, StringComparison.Ordinal));
    }

    /// <summary>Changes of the document that a file which was made on purpose may have: its checksum is right.</summary>
    [Theory]
    [InlineData("'metrics':[]", "'metrics':[null]")]
    [InlineData("'metrics':[]", "'metrics':null")]
    [InlineData("'optimizer':[", "'optimizer':[null,")]
    [InlineData("'slots':[", "'slots':[null,")]
    [InlineData("'tensors':{", "'tensors':{'x':null,")]
    [InlineData("'optimizers':{", "'optimizers':{'x':[null]")]
    [InlineData("'Weight'", "7")]
    [InlineData("'path':''", "'path':'other/'")]
    [InlineData("'step':2", "'step':-2")]
    [InlineData("'divergence':null", "'divergence':{'step':1,'place':'Loss','path':'','number':1,'index':[1],'count':1,'shape':[]}")]
    [InlineData("'divergence':null", "'divergence':{'step':1,'place':99,'path':'','number':1,'index':[],'count':1,'shape':[]}")]
    public void A_document_that_is_none_is_refused(string old, string other)
    {
        var tensors = Safetensors.Decode<float>(new SavedState<float>(Run.ElementAt(2), RunDescription.Of(Run)).Encode()).ThrowIfFail();
        var (before, after) = (old.Replace('\'', '"'), other.Replace('\'', '"'));
        Assert.Contains(before, tensors.Metadata["state"], StringComparison.Ordinal);
        var changed = tensors with { Metadata = tensors.Metadata.SetItem("state", tensors.Metadata["state"].Replace(before, after, StringComparison.Ordinal)) };
        Assert.StartsWith(
            "expected the state of a run, found it broken: ",
            Message(ByteRange.Over(Safetensors.Encode(changed), StateFile.DecodeUnchecked<float>)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_changed_byte_is_found()
    {
        var bytes = new SavedState<float>(ResumedRuns<float>.By(Optimizers.Sgd(0.1)).ElementAt(2), RunDescription.Of(Run)).Encode();
        Assert.All(Enumerable.Range(0, bytes.Length), place =>
        {
            var changed = bytes.ToArray();
            changed[place] ^= 1;
            Assert.True(SavedState<float>.Decode(changed).IsFail, Invariant($"the byte {place} was changed"));
        });
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.True(SavedState<float>.Decode(bytes.AsSpan(0, length)).IsFail));
    }

    private static void ComesBack(TrainingState<float> state)
    {
        var saved = new SavedState<float>(state, RunDescription.Of(Run));
        Assert.Equal(saved, SavedState<float>.Decode(saved.Encode()));
        Assert.Equal(saved.Encode(), SavedState<float>.Decode(saved.Encode()).ThrowIfFail().Encode());
    }

    private static string Message<A>(LanguageExt.Fin<A> result) => result.Match(value => $"{value}", error => error.Message);
}
