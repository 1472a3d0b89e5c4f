using System.Collections.Concurrent;

namespace IoTEdge.Modules.Lambdas;

/// <summary>The checks that the source generator wrote for desired properties of lambda modules, registered before the program begins.</summary>
internal static class DesiredValidation
{
    private static readonly ConcurrentDictionary<Type, Delegate> Checks = new();

    public static void Register<T>(Func<T, IReadOnlyList<string>> validate) => Checks[typeof(T)] = validate;

    /// <summary>The check of a type; it finds nothing where there is none.</summary>
    public static Func<T, IReadOnlyList<string>> Find<T>() => Checks.TryGetValue(typeof(T), out var check) ? (Func<T, IReadOnlyList<string>>)check : static _ => [];
}
