// A node of the database, as its load balancer sees it: SQL is lines that come back with the node's name in front.
const { existsSync, readFileSync } = require('node:fs');
const { createServer: createHttps } = require('node:https');
const { createServer } = require('node:net');
const { hostname } = require('node:os');

const secret = (name) => readFileSync(`/secrets/${name}`);

createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (line) => socket.write(`${hostname()}: ${line}`));
}).listen(26257);

createHttps({ cert: secret('node.crt'), key: secret('node.key') }, (request, response) => {
  const ready = !existsSync('/tmp/draining');
  response.writeHead(request.url === '/health?ready=1' && ready ? 200 : 503);
  response.end();
}).listen(8080);
process.on('SIGTERM', () => process.exit(0));
