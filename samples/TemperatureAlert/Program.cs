using TemperatureAlert;

// `dotnet TemperatureAlert.dll --probe` tells whether the running instance is healthy.
if (await EdgeModuleProbe.AnswerAsync(args)) return;

var builder = Host.CreateApplicationBuilder(args);
builder.AddEdgeModule<Alerter>();
await builder.Build().RunAsync();
