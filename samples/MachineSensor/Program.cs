using MachineSensor;

var builder = Host.CreateApplicationBuilder(args);
builder.AddEdgeModule<Sensor>();
await builder.Build().RunAsync();
