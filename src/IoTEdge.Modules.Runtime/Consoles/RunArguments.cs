namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Reads the command line: <c>--name value</c> and <c>--name=value</c>.</summary>
internal static class RunArguments
{
    /// <returns>The settings, and everything that is wrong with the arguments.</returns>
    public static (RunSettings Settings, IReadOnlyList<string> Errors) Parse(IReadOnlyList<string> arguments, EdgeRuntimeOptions defaults)
    {
        var settings = new RunSettings(defaults);
        var errors = new List<string>();
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, value) = Split(arguments[index]);
            if (name is "-h" or "-?") name = "--help";
            if (RunOptions.All.FirstOrDefault(candidate => candidate.Name == name) is not { } option)
            {
                errors.Add($"'{arguments[index]}' is not known.");
                continue;
            }

            if (option.Value is null && value is not null)
            {
                errors.Add($"{name} takes no value.");
                continue;
            }

            // What looks like an option is none's value: "--state --fresh" is a mistake.
            if (option.Value is not null && value is null && index + 1 < arguments.Count && !arguments[index + 1].StartsWith("--", StringComparison.Ordinal))
                value = arguments[++index];
            settings = Apply(option, value, settings, errors);
        }

        return (settings, errors);
    }

    private static RunSettings Apply(RunOption option, string? value, RunSettings settings, List<string> errors)
    {
        if (option.Value is not null && string.IsNullOrWhiteSpace(value))
        {
            errors.Add($"{option.Name} needs a value: {option.Name} <{option.Value}>.");
            return settings;
        }

        try
        {
            return option.Apply(settings, value ?? "");
        }
        catch (FormatException exception)
        {
            errors.Add($"{option.Name}: {exception.Message}");
            return settings;
        }
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
