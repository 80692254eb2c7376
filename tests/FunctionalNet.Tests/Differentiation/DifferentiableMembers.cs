using System.Reflection;

namespace FunctionalNet.Tests.Differentiation;

/// <summary>Finds by reflection all public members whose result is differentiable, so that none goes unchecked.</summary>
internal static class DifferentiableMembers
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] Differentiables = [typeof(Differentiable<,>), typeof(Layer<>), typeof(Merge<>), typeof(Loss<>)];

    /// <summary>Names such as <c>Nodes.Add</c>, with the number of overloads.</summary>
    public static IReadOnlyDictionary<string, int> Overloads { get; } = (
        from type in typeof(Layer<>).Assembly.GetExportedTypes()
        where !type.Name.Contains('<') && !typeof(Delegate).IsAssignableFrom(type)
        from member in type.GetMembers(Public)
        where !member.Name.Contains('<')
        where Gives(member) is { IsGenericType: true } result && Differentiables.Contains(result.GetGenericTypeDefinition())
        group member by $"{type.Name.Split('`')[0]}.{member.Name}" into overloads
        select overloads).ToDictionary(overloads => overloads.Key, overloads => overloads.Count());

    private static Type? Gives(MemberInfo member) => member switch
    {
        PropertyInfo property when !IsComponent(property) => property.PropertyType,
        FieldInfo field => field.FieldType,
        MethodInfo method when !IsAccessor(method) => method.ReturnType,
        _ => null,
    };

    /// <summary>Whether this is a component of a record, which was checked where it was made.</summary>
    private static bool IsComponent(PropertyInfo property) =>
        !property.GetMethod!.IsStatic
        && property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    private static bool IsAccessor(MethodInfo method) =>
        method.DeclaringType!.GetProperties(Public).Any(property => property.GetAccessors().Contains(method));
}
