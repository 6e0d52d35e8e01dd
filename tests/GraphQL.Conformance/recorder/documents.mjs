// node documents.mjs SEED COUNT: documents of every production of the grammar, and what graphql-js prints for them or why it refuses them.
import { print } from 'graphql';
import { Grammar } from './grammar.mjs';
import { Random } from './random.mjs';
import { parse, place } from './september2025.mjs';

const seed = Number(process.argv[2]);
for (let i = 0; i < Number(process.argv[3]); i++) {
  const random = new Random((seed * 1000003 + i) >>> 0);
  random.next();
  const text = new Grammar(random).document();
  let answer;
  try {
    answer = { printed: print(parse(text)) };
  } catch (error) {
    answer = { message: error.message, at: place(error) };
  }
  console.log(JSON.stringify({ text, ...answer }));
}
