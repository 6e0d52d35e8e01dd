import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { json, jsonLanguage, jsonParseLinter } from '@codemirror/lang-json';
import { syntaxTree } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import { useRef, useState } from 'react';
import { CodeEditor } from './CodeEditor';
import { writing } from './writing';

interface VariablesEditorProps {
  value: string;
  describedBy: string;
  /** Names of the operation's variables, offered as members. */
  names: readonly string[];
  onChange: (text: string) => void;
  onRun: () => void;
}

/** The variables as JSON. */
export default function VariablesEditor({ names, ...editor }: VariablesEditorProps) {
  const latest = useRef(names);
  latest.current = names;
  const [extensions] = useState(() => [
    writing,
    json(),
    jsonLanguage.data.of({ autocomplete: (context: CompletionContext) => complete(context, latest.current) }),
    linter((view) => (view.state.doc.toString().trim() === '' ? [] : faults(view))),
  ]);
  return <CodeEditor label="Variables" {...editor} extensions={extensions} />;
}

const faults = jsonParseLinter();

/** Names of variables where a member of the outermost object begins. */
function complete(context: CompletionContext, names: readonly string[]): CompletionResult | null {
  const word = context.matchBefore(/"?\w*/);
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  const object = node.name === 'PropertyName' ? node.parent?.parent : node.name === '⚠' ? node.parent : node;
  const isOutermost = object?.name === 'Object' && object.parent?.name === 'JsonText';
  if (!word || !isOutermost || (word.text === '' && !context.explicit)) return null;
  return { from: word.from, options: names.map((name) => ({ label: `"${name}"`, apply: apply(name) })) };
}

/** Writes the name with its quotes, in place of a closing quote that stands there already. */
const apply = (name: string) => (view: EditorView, _: unknown, from: number, to: number) => {
  const end = view.state.sliceDoc(to, to + 1) === '"' ? to + 1 : to;
  const insert = `"${name}": `;
  view.dispatch({ changes: { from, to: end, insert }, selection: { anchor: from + insert.length } });
};
