using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

// A module without an SDK, which does what BEHAVIOR says, step by step: "print:hello exit:3", "wait", "stubborn", ...
using var stop = new ManualResetEventSlim();
using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    stop.Set();
});

foreach (var step in (Environment.GetEnvironmentVariable("BEHAVIOR") ?? "print:ready wait").Split(' '))
{
    var (verb, argument) = step.Split(':', 2) is [var first, var second] ? (first, second) : (step, "");
    switch (verb)
    {
        case "print":
            Console.WriteLine(argument);
            break;
        case "error":
            Console.Error.WriteLine(argument);
            break;
        case "env":
            foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) Console.WriteLine($"{entry.Key}={entry.Value}");
            Console.WriteLine($"cwd={Environment.CurrentDirectory}");
            break;
        case "child":
            using (var child = Process.Start("/bin/sleep", "600")) Console.WriteLine($"child {child.Id}");
            break;
        case "wait":
            stop.Wait();
            Console.WriteLine("stopping");
            break;
        case "stubborn":
            stop.Wait();
            Console.WriteLine("no");
            Thread.Sleep(Timeout.Infinite);
            break;
        case "exit":
            return int.Parse(argument, CultureInfo.InvariantCulture);
        default:
            Console.Error.WriteLine($"unknown step '{step}'");
            return 64;
    }
}

return 0;
