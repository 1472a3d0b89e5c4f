// The whole runtime: hub, agent, workload API and console. It reads deployment.json and images.json beside this file.
return await IoTEdge.Modules.Runtime.RuntimeCommand.RunAsync(args);
