using TemperatureAlert;

var builder = Host.CreateApplicationBuilder(args);
builder.AddEdgeModule<Alerter>();
await builder.Build().RunAsync();
