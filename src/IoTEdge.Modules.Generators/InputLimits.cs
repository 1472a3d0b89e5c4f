using Microsoft.CodeAnalysis;

namespace IoTEdge.Modules.Generators;

/// <summary>Finds numbers of an input's attribute that cannot be meant.</summary>
internal static class InputLimits
{
    public static string? Check(AttributeData attribute)
    {
        foreach (var named in attribute.NamedArguments)
        {
            var problem = named switch
            {
                { Key: "MaxAttempts", Value.Value: < 0 } => "MaxAttempts is negative; 0 means no limit",
                { Key: "Concurrency" or "BatchSize" or "DuplicateCount", Value.Value: < 1 } => $"{named.Key} must be 1 at least",
                { Key: "BatchWaitMilliseconds" or "DuplicateWindowSeconds", Value.Value: < 0.0 } => $"{named.Key} is negative",
                _ => null,
            };
            if (problem is not null) return problem;
        }

        return null;
    }
}
