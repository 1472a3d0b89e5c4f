using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamProcessingJob;
using StreamProcessingJob.Storage;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(services => new JobStore(services.GetRequiredService<IOptions<EdgeModuleOptions>>().Value.StoragePath));
builder.AddEdgeModule<Job>();
await builder.Build().RunAsync();
