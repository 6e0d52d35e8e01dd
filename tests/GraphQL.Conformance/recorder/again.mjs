// node again.mjs: reads lines of documents with their schema, as recorded, and writes them with what graphql-js answers now.
import { createInterface } from 'node:readline';
import { answer, findSchema } from './answer.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  const { id, schema, text, variables, operationName } = JSON.parse(line);
  const made = { id, schema, text, variables: variables ?? {}, operationName };
  console.log(JSON.stringify({ ...made, ...(await answer(findSchema(schema), made)) }));
}
