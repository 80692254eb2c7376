using System.Net;
using System.Numerics;
using System.Text;
using FunctionalNet;
using LanguageExt;

namespace DigitJobs;

/// <summary>A picture of a report, and what it shows.</summary>
public sealed record Figure(Picture Picture, string What);

/// <summary>A self-contained page on a run, with styles and pictures in the file.</summary>
public static class ReportPage
{
    // The number of means in the curve of losses: more details would not be visible.
    private const int Means = 40;

    /// <summary>The page as HTML, or the reason why its pictures cannot be drawn.</summary>
    public static Fin<string> Of<T>(Run<T> run)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Figures(run).Select(Image).Aggregate(
            Fin<Seq<string>>.Succ([]), (all, next) => from images in all from image in next select images.Add(image))
            .Map(images => Page(run.Outcome, images));

    private static Figure[] Figures<T>(Run<T> run)
        where T : unmanaged, IFloatingPointIeee754<T> =>
    [
        new(Loss(run.History), $"Loss of the batch by step; the last is {Loss(run.Outcome)}"),
        new(Accuracy(run.History), $"Accuracy in the course of the run; {Results(run.Outcome)}"),
        new(
            Pictures.ConfusionMatrix(run.Network, run.Parameters, run.Test),
            "test images by true class, in rows, and predicted, in columns"),
        new(Pictures.Mistakes(run.Network, run.Parameters, run.Test), "images that were taken for another digit"),
        .. run.Weights(run.Parameters),
    ];

    private static Picture Loss(History history) => Pictures.Curves(
        "Loss", "step", "loss of the batch", [new Curve("train", history.Losses)], ValueScale.Logarithmic,
        smoothing: int.Max(1, history.Losses.Length / Means));

    private static Picture Accuracy(History history) => Pictures.Curves(
        "Accuracy", IsShort(history) ? "step" : "epoch", "right", Accuracies(history), ValueScale.Percent);

    /// <summary>The accuracies on training and test images: by epoch, or by step if there is no whole epoch.</summary>
    public static Curve[] Accuracies(History history)
    {
        // The accuracy before the first step says little, and would compress the scale of the others.
        var shown = history.Accuracies.Length > 2 ? history.Accuracies[1..] : history.Accuracies;
        var unit = IsShort(history) ? 1.0 : history.StepsPerEpoch;
        return
        [
            new("train", [.. shown.Select(at => (at.Step / unit, at.Train))]),
            new("test", [.. shown.Select(at => (at.Step / unit, at.Test))]),
        ];
    }

    private static bool IsShort(History history) => history.Accuracies[^1].Step < history.StepsPerEpoch;

    // A separate image, not inline SVG, in which the names of two pictures would clash.
    private static Fin<string> Image(Figure figure) => figure.Picture.ToSvg().Map(svg =>
        $"""
            <figure><img width="{figure.Picture.Width}" height="{figure.Picture.Height}" alt="{Escaped($"{figure.Picture.Title}: {figure.What}")}"
              src="data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}"></figure>
        """);

    private static string Page(Outcome outcome, Seq<string> figures) =>
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
            .complaint { padding: 0.5rem 1rem; border-left: 4px solid #D55E00; }
            .results { display: flex; flex-wrap: wrap; gap: 2.5rem; margin: 1.5rem 0; }
            .results b { display: block; font-size: 1.8rem; font-weight: 600; line-height: 1.2; }
            table { border-collapse: collapse; }
            th { text-align: left; font-weight: normal; padding: 0.15rem 2rem 0.15rem 0; white-space: nowrap; vertical-align: top;
              opacity: 0.7; }
            td { overflow-wrap: anywhere; }
            code { font-size: 0.75rem; }
            figure { margin: 1.5rem 0; padding: 0.5rem; background: #fff; border: 1px solid light-dark(#ddd, #444);
              border-radius: 6px; }
            img { display: block; max-width: 100%; height: auto; margin: auto; }
            @media print {
              body { max-width: none; margin: 0; color: #000; background: #fff; }
              figure { border: none; break-inside: avoid; }
            }
          </style>
        </head>
        <body>
          <h1>{{Escaped(outcome.Network)}}</h1>
          <div class="results">
            <div><b>{{Percent(outcome.TestAccuracy)}}</b>of the test images right</div>
            <div><b>{{Percent(outcome.TrainAccuracy)}}</b>of {{outcome.TrainImages}} right</div>
            <div><b>{{Loss(outcome)}}</b>loss of the last batch{{(outcome.HasDiverged ? ": diverged" : "")}}</div>
          </div>
        {{(outcome.HasDiverged ? $"  <p class=\"complaint\">The run diverged: {Escaped(outcome.Complaint)}.</p>" : "")}}
          <table>
            <tbody>
        {{string.Join('\n', Rows(outcome).Select(row => $"      <tr><th scope=\"row\">{row.Name}</th><td>{row.Value}</td></tr>"))}}
            </tbody>
          </table>
        {{string.Join('\n', figures)}}
        </body>
        </html>

        """;

    private static (string Name, string Value)[] Rows(Outcome outcome) =>
    [
        ("Data", Escaped(outcome.Data)),
        ("Steps", Invariant($"{outcome.Iterations} of {outcome.LastIteration}, of {outcome.Settings.Batch} images")
            + (outcome.FirstIteration > 0 ? Invariant($"; this page begins at step {outcome.FirstIteration}, where the run was resumed") : "")),
        ("Loss", Escaped(outcome.Loss)),
        ("Optimizer", Escaped(outcome.Optimizer)),
        ("Weights at first", Escaped(outcome.Weights)),
        .. outcome.Details.Select(detail => (detail.Name, Escaped(detail.Value))),
        ("Seed", Invariant($"{outcome.Settings.Seed}")),
        ("Precision", Escaped(outcome.Settings.Precision)),
        ("Time", outcome.Time),
        ("Parameters (SHA-256)", $"<code>{outcome.ParametersSha256}</code>"),
    ];

    private static string Results(Outcome outcome) =>
        $"at the end {Percent(outcome.TrainAccuracy)} on {outcome.TrainImages} and {Percent(outcome.TestAccuracy)} on the test images";

    private static string Loss(Outcome outcome) => outcome.FinalLoss is { } loss ? Invariant($"{loss:0.0000}") : "none";

    // A share that only rounds to 100 % is written otherwise.
    private static string Percent(double share) => share is > 0.99995 and < 1 ? "> 99.99 %" : Invariant($"{100 * share:0.00} %");

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
