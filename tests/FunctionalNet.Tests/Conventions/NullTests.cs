using System.Reflection;

namespace FunctionalNet.Tests.Conventions;

/// <summary>An unexpected null is refused at once, by the name of the parameter.</summary>
public sealed class NullTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // Parameters that accept null or cannot be tested, and why.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["Key.Equals(obj)"] = "the compiler's, which takes null",
        ["Slice.Equals(obj)"] = "the compiler's, which takes null",
        ["ObjectivePass<T>.Equals(obj)"] = "the compiler's, which takes null",
        ["ForwardPass<T>.Equals(obj)"] = "the compiler's, which takes null",
        ["Updates<T>.Equals(obj)"] = "the compiler's, which takes null",
        ["OptimizerContext<T>.Equals(obj)"] = "the compiler's, which takes null",
        ["Column.Classes(name)"] = "it takes a span as well, which reflection cannot pass",
        ["Column.OneHot(name)"] = "it takes a span as well, which reflection cannot pass",
        ["NumericsTensors.AsTensorSpan(tensor)"] = "it returns a span, which reflection cannot pass",
        ["Tensor.Create(shape)"] = "it takes a span as well, which reflection cannot pass",
    };

    private static readonly NullabilityInfoContext Nullability = new();

    public static TheoryData<string> Members => [.. Cases.Keys.Except(Exceptions.Keys)];

    private static SortedDictionary<string, (MethodBase Method, ParameterInfo Parameter)> Cases { get; } = new(
        (from assembly in new[] { typeof(Layer<>).Assembly, typeof(Picture).Assembly, typeof(TrainingProgress).Assembly, typeof(CsvOptions).Assembly, typeof(Images).Assembly, typeof(NumericsTensors).Assembly }
         from type in assembly.GetExportedTypes()
         where !typeof(Delegate).IsAssignableFrom(type) && !type.Name.Contains('<', StringComparison.Ordinal)
         let closed = type.IsGenericTypeDefinition ? type.MakeGenericType([.. type.GetGenericArguments().Select(Argument)]) : type
         from method in closed.GetConstructors(Own).Concat<MethodBase>(closed.GetMethods(Own).Select(Closed))
         from parameter in method.GetParameters()
         where !parameter.ParameterType.IsValueType && !parameter.IsOut && Nullability.Create(parameter).WriteState != NullabilityState.Nullable
         group (method, parameter) by Name(method, parameter) into overloads
         from overload in overloads.Select((found, i) => (Name: i == 0 ? overloads.Key : Invariant($"{overloads.Key} #{i + 1}"), Case: found))
         select overload).ToDictionary(overload => overload.Name, overload => overload.Case),
        StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Members))]
    public void A_null_is_refused_at_once_by_the_name_of_its_parameter(string member) => Assert.Null(Complaint(member));

    [Fact]
    public void No_exception_is_made_that_is_not_needed() => Assert.All(
        Exceptions.Keys, member => Assert.True(Cases.ContainsKey(member) && Complaint(member) is not null, $"{member} is no exception"));

    [Fact]
    public void The_members_are_found_by_reflection() => Assert.Superset(
        new HashSet<string>(["Tensor<T>.op_Addition(right)", "TrainingRun<T>(objective)", "Train.Step(loss)", "Pictures.Curves(title)"], StringComparer.OrdinalIgnoreCase),
        new HashSet<string>(Cases.Keys, StringComparer.OrdinalIgnoreCase));

    /// <summary>The complaint about the response to a null, if any.</summary>
    private static string? Complaint(string member)
    {
        var (method, tried) = Cases[member];
        var thrown = Record.Exception(() =>
            Call(method, [.. method.GetParameters().Select(parameter => parameter == tried ? null : Argument(parameter))]));
        // A setter's parameter has the name of the property.
        return thrown is ArgumentNullException { ParamName: var name } && (name == tried.Name || $"set_{name}" == method.Name)
            ? null
            : $"{member}: expected an ArgumentNullException for {tried.Name}, got {(thrown is null ? "none" : $"{thrown.GetType().Name}: {thrown.Message}")}";
    }

    private static object? Call(MethodBase method, object?[] arguments) => method is ConstructorInfo constructor
        ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null)
        : method.Invoke(method.IsStatic ? null : Samples.Of(method.DeclaringType!), BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static object? Argument(ParameterInfo parameter) =>
        Nullability.Create(parameter).WriteState == NullabilityState.Nullable ? null : Samples.Of(parameter.ParameterType);

    private static MethodInfo Closed(MethodInfo method) => method.IsGenericMethodDefinition
        ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(Argument)])
        : method;

    /// <summary>Type parameters are batches or numbers, or whatever holds for any type.</summary>
    private static Type Argument(Type parameter) => parameter.Name == "TBatch" ? typeof(Batch<float>) : parameter.Name == "TTally" ? typeof(WeightedSum) : typeof(float);

    private static string Name(MethodBase method, ParameterInfo parameter) =>
        $"{TypeName(method.DeclaringType!)}{(method.IsConstructor ? "" : $".{method.Name}")}({parameter.Name})";

    private static string TypeName(Type type) =>
        (type.DeclaringType is { } outer ? $"{TypeName(outer)}." : "") + type.Name.Split('`')[0] + (type.Name.Contains('`', StringComparison.Ordinal) ? "<T>" : "");
}
