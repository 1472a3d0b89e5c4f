// Microsoft's Node client as a process: commands come as JSON lines on the standard input, events and answers leave as JSON lines.
'use strict';
const fs = require('fs');
const readline = require('readline');
const { ModuleClient, Message } = require('azure-iot-device');
const { Mqtt } = require('azure-iot-device-mqtt');

const tell = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const propertiesOf = (message) => Object.fromEntries(message.properties.propertyList.map((p) => [p.key, p.value]));

async function main() {
  const client = ModuleClient.fromConnectionString(process.env.EdgeHubConnectionString, Mqtt);
  await client.setOptions({ ca: fs.readFileSync(process.env.EdgeModuleCACertificateFile, 'utf8') });
  await client.open();
  client.on('inputMessage', (input, message) => {
    tell({ event: 'input', input, body: message.getData().toString(), id: message.messageId, properties: propertiesOf(message) });
    client.complete(message, () => {});
  });
  client.onMethod('echo', (request, response) => {
    response.send(207, { echoed: request.payload }, () => {});
  });
  const twin = await client.getTwin();
  twin.on('properties.desired', (delta) => tell({ event: 'desired', delta }));
  tell({ event: 'twin', desired: twin.properties.desired, reported: twin.properties.reported });

  const commands = {
    send: async ({ output, body, id, properties }) => {
      const message = new Message(body);
      message.contentType = 'application/json';
      message.contentEncoding = 'utf-8';
      message.messageId = id;
      for (const [key, value] of Object.entries(properties ?? {})) message.properties.add(key, value);
      await client.sendOutputEvent(output, message);
    },
    report: ({ patch }) => new Promise((resolve, reject) => twin.properties.reported.update(patch, (error) => (error ? reject(error) : resolve()))),
    close: async () => {
      await client.close();
      process.exit(0);
    },
  };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const command = JSON.parse(line);
    await commands[command.do](command);
    tell({ event: 'done', command: command.do });
  }
}

main().catch((error) => {
  tell({ event: 'failed', message: String(error) });
  process.exit(1);
});
