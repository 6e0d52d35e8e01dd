import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoDeprecatedCustomRule,
  type OperationTypeNode,
  parse,
  TokenKind,
  validate,
} from 'graphql';

/** A fault of the document at its place, as offsets into the text. */
export interface Problem {
  from: number;
  to: number;
  severity: 'error' | 'warning';
  message: string;
}

export interface Operation {
  name: string | undefined;
  kind: OperationTypeNode;
  /** Names of its variables, without `$`. */
  variables: readonly string[];
}

/** What the server would refuse, known before it is asked, and what is deprecated; without a schema only what cannot be parsed. */
export function problemsIn(text: string, schema: GraphQLSchema | undefined): Problem[] {
  if (text.trim() === '') return [];
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const at = error.positions?.[0] ?? 0;
    return [{ from: at, to: Math.min(at + 1, text.length), severity: 'error', message: error.message }];
  }
  if (!schema) return [];
  const errors = validate(schema, document);
  const deprecations = errors.length > 0 ? [] : validate(schema, document, [NoDeprecatedCustomRule]);
  return [
    ...errors.map((error): Problem => ({ ...placeOf(error), severity: 'error', message: error.message })),
    ...deprecations.map((error): Problem => ({ ...placeOf(error), severity: 'warning', message: error.message })),
  ];
}

/** The first word of what is wrong: the name of a field, not all that is selected below it. */
function placeOf(error: GraphQLError): { from: number; to: number } {
  const from = error.positions?.[0] ?? 0;
  return { from, to: endOfName(error.nodes?.[0]) ?? from + 1 };
}

function endOfName(node: ASTNode | undefined): number | undefined {
  const token = node?.loc?.startToken;
  const isSign = token?.kind === TokenKind.DOLLAR || token?.kind === TokenKind.AT || token?.kind === TokenKind.SPREAD;
  return (isSign ? token?.next : token)?.end;
}

/** The operations of a document in their order; none while it cannot be parsed. */
export function operationsIn(text: string): Operation[] {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch {
    return [];
  }
  return document.definitions
    .filter((each) => each.kind === Kind.OPERATION_DEFINITION)
    .map((each) => ({
      name: each.name?.value,
      kind: each.operation,
      variables: (each.variableDefinitions ?? []).map((definition) => definition.variable.name.value),
    }));
}

/** The operation chosen by name, else the first. */
export const chosen = (operations: readonly Operation[], name: string | undefined): Operation | undefined =>
  operations.find((each) => each.name === name) ?? operations[0];

/** Variables as an object; nothing for an empty text, words for a text that is none. */
export function readVariables(text: string): { value?: Record<string, unknown>; problem?: string } {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> };
    return { problem: 'The variables must be a JSON object, such as {"ref": "component:default/cart"}.' };
  } catch (error) {
    return { problem: `The variables are not JSON: ${(error as Error).message}` };
  }
}

/** The place of an offset as people count: the first line is 1. */
export const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length;
