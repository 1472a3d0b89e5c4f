using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace IoTEdge.Modules.Hosting;

/// <summary>A section of the configuration whose values are read one by one; what cannot be read is collected, not thrown.</summary>
internal sealed class OptionsSection(IConfigurationSection section, List<string> errors)
{
    public OptionsSection Section(string name) => new(section.GetSection(name), errors);

    public string? Text(string name) => section[name] is { Length: > 0 } text ? text : null;

    public TimeSpan? Time(string name)
    {
        if (Text(name) is not { } text) return null;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero) return time;
        return Refuse<TimeSpan>(name, text, "a time of the form hh:mm:ss");
    }

    public int? Number(string name)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= 0) return number;
        return Refuse<int>(name, text, "a whole number from 0");
    }

    public bool? Flag(string name)
    {
        if (Text(name) is not { } text) return null;
        if (bool.TryParse(text, out var flag)) return flag;
        return Refuse<bool>(name, text, "true or false");
    }

    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text) return null;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice)) return choice;
        return Refuse<T>(name, text, $"one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    private T? Refuse<T>(string name, string text, string needed)
        where T : struct
    {
        errors.Add($"{section.Path}:{name} is '{text}'; {needed} is needed.");
        return null;
    }
}
