import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { foldKeymap } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { CodeEditor } from './CodeEditor';
import { reading } from './writing';

// Not editable, so that a phone shows no keyboard; arrows and folding keys work all the same.
const extensions = [
  reading,
  json(),
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  keymap.of([...foldKeymap, ...defaultKeymap]),
];

/** JSON to read, with parts that fold. */
export default function AnswerText({ value }: { value: string }) {
  return <CodeEditor label="Answer as JSON" value={value} extensions={extensions} />;
}
