// The same document, written otherwise: other ignored characters between its tokens.
import { Lexer, Source, TokenKind } from 'graphql';

const gaps = [' ', '\n', '\r\n', '\r', ',', '\t', ' , ', '# é {\n', '\n\n  ', '\uFEFF ', '#\r'];
const stuck = /[\w"]/;

export function relay(text, random) {
  const lexer = new Lexer(new Source(text));
  let laid = random.chance(0.3) ? '\uFEFF' : '';
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    const written = text.slice(token.start, token.end);
    // Two tokens need something between them where both are words or strings, or where dots could run together.
    const mayTouch = !(stuck.test(laid.at(-1) ?? ' ') && (stuck.test(written[0]) || '-.'.includes(written[0])));
    laid += (mayTouch && random.chance(0.4) ? '' : random.pick(gaps)) + written;
  }
  return laid;
}
