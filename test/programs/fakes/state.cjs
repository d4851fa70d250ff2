// An instance of the app, as its load balancer sees it. What it got and how often it was asked, it tells at /seen.
const { readFileSync } = require('node:fs');
const { createServer } = require('node:https');
const { hostname } = require('node:os');

const secret = (name) => readFileSync(`/secrets/${name}`);
const seen = {};
let ready = true;
const dropped = new Set();

const server = createServer({ cert: secret('tls.crt'), key: secret('tls.key') }, (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'https://state');
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ instance: hostname(), ...body }));
  };
  const what = `${request.method} ${pathname}`;
  if (pathname !== '/readyz') seen[what] = (seen[what] ?? 0) + 1;
  request.resume();
  if (pathname === '/readyz') answer(ready ? 200 : 503, {});
  else if (pathname === '/seen') answer(200, { seen });
  else if (pathname === '/ready') answer(200, { ready: (ready = searchParams.get('is') === 'true') });
  else if (pathname === '/slow') setTimeout(() => answer(200, {}), Number(searchParams.get('ms')));
  // The first request of each method is taken and never answered.
  else if (pathname === '/drop-once' && !dropped.has(request.method)) {
    dropped.add(request.method);
    request.socket.destroy();
  } else answer(200, { headers: request.headers });
});
server.listen(8443);
process.on('SIGTERM', () => process.exit(0));
