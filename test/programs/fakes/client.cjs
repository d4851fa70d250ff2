// One HTTPS request, or lines over some TCP connections at once, from inside the network. Argument: what to ask, as JSON.
const { readFileSync } = require('node:fs');
const { request } = require('node:https');
const { connect } = require('node:net');

const ask = JSON.parse(process.argv[2]);
const print = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const secret = (name) => readFileSync(`/secrets/${name}`);

/** One connection: the answers to its lines, and how it ended. */
const converse = () =>
  new Promise((resolve) => {
    const socket = connect(ask.port, ask.host);
    const answers = [];
    let sent = 0;
    const send = () => (sent++ < ask.lines ? socket.write(`${sent}\n`) : socket.end());
    socket.on('connect', send);
    socket.on('data', (data) => {
      answers.push(`${data}`.trim());
      setTimeout(send, ask.pauseMs ?? 0);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ answers, ended: sent > ask.lines }));
  });

if (ask.lines) {
  void Promise.all(Array.from({ length: ask.connections }, converse)).then(print);
} else {
  const certificate = ask.certificate ? { cert: secret('tls.crt'), key: secret('tls.key') } : {};
  const call = request({ ca: secret('ca.crt'), ...certificate, ...ask }, (response) => {
    const peer = response.socket.getPeerCertificate();
    let body = '';
    response.on('data', (data) => (body += data));
    response.on('end', () =>
      print({ status: response.statusCode, headers: response.headers, body, names: peer.subjectaltname }),
    );
  });
  call.on('error', ({ code, message }) => print({ status: 0, error: code ?? message }));
  call.end(ask.body);
}
