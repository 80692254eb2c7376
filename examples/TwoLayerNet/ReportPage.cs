using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using FunctionalNet;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>A page on a run that needs nothing but itself: styles and pictures stand in it.</summary>
internal static class ReportPage
{
    // Over what is kept of about half an epoch.
    private const int Smoothing = 51;

    /// <summary>The page as HTML, or why its pictures cannot be drawn.</summary>
    public static Fin<string> Of<T>(Run<T> run)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from loss in Figure(Pictures.Curves(
            "Loss", "step", "loss of the batch", [new Curve("train", run.History.Losses)], ValueScale.Logarithmic, Smoothing))
        from accuracy in Figure(Pictures.Curves("Accuracy", "epoch", "right", Accuracies(run.History), ValueScale.Percent))
        from confusion in Figure(Pictures.ConfusionMatrix(run.Network, run.Parameters, run.Test))
        from mistakes in Figure(Pictures.Mistakes(run.Network, run.Parameters, run.Test))
        from weights in Figure(Pictures.Weights(run.Parameters[0].Value))
        select Page(run.Outcome, [loss, accuracy, confusion, mistakes, weights]);

    // The accuracy before the first step says nothing, and hides what the others do.
    private static Curve[] Accuracies(History history)
    {
        var shown = history.Accuracies.Length > 2 ? history.Accuracies[1..] : history.Accuracies;
        return
        [
            new("train", [.. shown.Select(at => (at.Epoch, at.Train))]),
            new("test", [.. shown.Select(at => (at.Epoch, at.Test))]),
        ];
    }

    // An image of its own, not SVG among the HTML: the names within two pictures would be mixed up.
    private static Fin<string> Figure(Picture picture) => picture.ToSvg().Map(svg =>
        $"""
            <figure><img width="{picture.Width}" height="{picture.Height}" alt="{Escaped(picture.Title)}"
              src="data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}"></figure>
        """);

    private static string Page(Outcome outcome, string[] figures) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{{Escaped(outcome.Network)}}</title>
          <style>
            :root { color-scheme: light dark; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem;
              color: light-dark(#222, #ddd); background: light-dark(#fafafa, #181818); }
            h1 { font-size: 1.4rem; }
            h2 { font-size: 1.1rem; margin-top: 2rem; }
            .results { display: flex; flex-wrap: wrap; gap: 2.5rem; margin: 1.5rem 0; }
            .results b { display: block; font-size: 1.8rem; font-weight: 600; line-height: 1.2; }
            table { border-collapse: collapse; }
            th { text-align: left; font-weight: normal; padding: 0.15rem 2rem 0.15rem 0; white-space: nowrap; vertical-align: top;
              opacity: 0.7; }
            td { overflow-wrap: anywhere; }
            figure { margin: 1.5rem 0; padding: 0.5rem; background: #fff; border: 1px solid light-dark(#ddd, #444);
              border-radius: 6px; }
            img { display: block; max-width: 100%; height: auto; margin: auto; }
          </style>
        </head>
        <body>
          <h1>{{Escaped(outcome.Network)}}</h1>
          <div class="results">
            <div><b>{{Percent(outcome.TestAccuracy)}}</b>of the test images right</div>
            <div><b>{{Percent(outcome.TrainAccuracy)}}</b>of the training images right</div>
            <div><b>{{Loss(outcome)}}</b>loss of the last batch{{(outcome.HasDiverged ? ": diverged" : "")}}</div>
          </div>
          <table>
        {{string.Join('\n', Rows(outcome).Select(row => $"    <tr><th>{Escaped(row.Name)}</th><td>{Escaped(row.Value)}</td></tr>"))}}
          </table>
        {{string.Join('\n', figures)}}
        </body>
        </html>

        """;

    private static (string Name, string Value)[] Rows(Outcome outcome) =>
    [
        ("Data", outcome.Data),
        ("Steps", Invariant($"{outcome.Iterations} of {outcome.Settings.Iterations}, of {outcome.Settings.Batch} images")),
        ("Learning rate", Invariant($"{outcome.Settings.Rate}")),
        ("Hidden neurons", Invariant($"{outcome.Settings.Hidden}")),
        ("Seed", Invariant($"{outcome.Settings.Seed}")),
        ("Precision", outcome.Settings.Precision),
        ("Time", Invariant($"{outcome.Seconds:0.0} s, {outcome.MicrosecondsPerStep:0} µs a step (evaluation left out)")),
        ("Parameters (SHA-256)", outcome.ParametersSha256),
    ];

    private static string Loss(Outcome outcome) => outcome.FinalLoss is { } loss ? Invariant($"{loss:0.0000}") : "none";

    private static string Percent(double share) => Invariant($"{100 * share:0.00} %");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
