// node bare.mjs SDL QUERY: the least one can write over graphql-js: one document, parsed beforehand, no validation, no negotiation.
import { createServer } from 'node:http';
import { buildSchema, execute, parse } from 'graphql';
import { listen, page, query, sdl } from './catalog.mjs';

const schema = buildSchema(sdl);
const document = parse(query);
const rootValue = { entities: page };

listen(
  createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { variables } = JSON.parse(body);
      const answer = JSON.stringify(execute({ schema, document, rootValue, variableValues: variables }));
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(answer) });
      response.end(answer);
    });
  }),
);
