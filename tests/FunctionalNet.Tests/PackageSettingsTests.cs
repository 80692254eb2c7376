using System.Text.Json;
using FunctionalNet.Bits;

namespace FunctionalNet.Tests;

/// <summary>The collector's settings that the package brings to runnable projects, seen in one: that of the golden runs.</summary>
public sealed class PackageSettingsTests
{
    [Theory]
    [InlineData("System.GC.LOHThreshold", 16 << 20)]
    [InlineData("System.GC.Gen0MaxBudget", 8 << 20)]
    public void A_runnable_project_has_the_settings_of_the_collector(string name, int bytes)
    {
        var file = Path.ChangeExtension(typeof(GoldenRun).Assembly.Location, ".runtimeconfig.json");
        using var settings = JsonDocument.Parse(File.ReadAllText(file));
        var properties = settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.Equal(bytes, properties.GetProperty(name).GetInt32());
    }
}
