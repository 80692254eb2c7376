using System.Collections.Immutable;
using System.Diagnostics;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Progress;

/// <summary>Ctrl+C affects the whole process, so no other run may be under way.</summary>
[Collection(OneProcess.Name)]
public sealed class InterruptTests
{
    private static readonly Batches<Batch<double>> Drawn = Batches.ShuffledEpochs(
        new Dataset<double>(Key.Seed(0).Normal<double>([6, 2]), ImmutableArray.Create(0, 1, 1, 0, 1, 0)), 2, Key.Seed(1));

    private static readonly TrainingRun<Batch<double>, double> Run = Train.Run(Affine(2, 2), Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Drawn, Key.Seed(2));

    [InterruptFact]
    public void Ctrl_C_ends_a_run_with_the_state_that_it_has_come_to()
    {
        const int Most = 1_000_000;
        // The process continues even if the run does not react.
        Console.CancelKeyPress += Live;
        try
        {
            var states = 0;
            foreach (var state in Run.Take(Most).WithProgress(Most, Drawn))
            {
                Assert.Equal(states++, state.Step);
                if (state.Step == 10)
                    PressCtrlC();
            }

            Assert.InRange(states, 11, Most - 1);
        }
        finally
        {
            Console.CancelKeyPress -= Live;
        }

        static void Live(object? sender, ConsoleCancelEventArgs pressed) => pressed.Cancel = true;
    }

    private static void PressCtrlC()
    {
        using var shell = Process.Start("sh", ["-c", $"kill -INT {Environment.ProcessId}"]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
