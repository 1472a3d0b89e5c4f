using System.Text;

namespace IoTEdge.Modules.Generators.Clients;

/// <summary>Names of C# out of names of contracts.</summary>
internal static class ClientNames
{
    /// <summary>The name in Pascal case: <c>reset-all</c> is <c>ResetAll</c>.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder();
        var isFirst = true;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c)) isFirst = true;
            else
            {
                text.Append(isFirst ? char.ToUpperInvariant(c) : c);
                isFirst = false;
            }
        }

        return text.Length == 0 || char.IsDigit(text[0]) ? $"_{text}" : text.ToString();
    }

    /// <summary>The name, or the name with a number where it is taken; it is taken then.</summary>
    public static string Claim(this ISet<string> taken, string name)
    {
        var claimed = name;
        for (var number = 2; !taken.Add(claimed); number++) claimed = $"{name}{number}";
        return claimed;
    }
}
