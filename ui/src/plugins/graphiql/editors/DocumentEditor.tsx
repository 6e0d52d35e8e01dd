import { LanguageSupport } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import { type Command, type EditorView, keymap, placeholder } from '@codemirror/view';
import { styleTags, tags } from '@lezer/highlight';
import {
  completion,
  getSchema,
  graphqlLanguage,
  jump,
  showInDocsCommand,
  stateExtensions,
  updateSchema,
} from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';
import { useCallback, useRef, useState } from 'react';
import { problemsIn } from '../document';
import type { Place } from '../schemaSearch';
import { CodeEditor } from './CodeEditor';
import { writing } from './writing';

interface DocumentEditorProps {
  value: string;
  describedBy: string;
  /** Undefined until it is read: then there is neither completion nor validation. */
  schema: GraphQLSchema | undefined;
  onChange: (text: string) => void;
  onRun: () => void;
  /** Ctrl click or F1 on a name. */
  onExplain: (place: Place) => void;
}

/** A GraphQL document, with completion and faults from the live schema. */
export default function DocumentEditor({ schema, onExplain, ...editor }: DocumentEditorProps) {
  const explain = useRef(onExplain);
  explain.current = onExplain;
  const [extensions] = useState(() => extensionsFor((place) => explain.current(place)));
  const sync = useCallback((view: EditorView) => updateSchema(view, schema), [schema]);
  return <CodeEditor label="Document" {...editor} extensions={extensions} sync={sync} />;
}

/** The grammar takes these for words of the schema language wherever they stand; in a document they are names of fields. */
const language = new LanguageSupport(
  graphqlLanguage.configure({
    props: [
      styleTags({
        'scalar type interface union enum input implements extend schema directive repeatable': tags.propertyName,
      }),
    ],
  }),
);

const extensionsFor = (explain: (place: Place) => void) => [
  keymap.of([
    { key: 'F1', run: showInDocsCommand },
    { key: 'Enter', run: openBlock },
  ]),
  writing,
  language,
  stateExtensions(undefined, {
    onShowInDocs: (field, type, parent) => {
      if (parent) explain({ type: nameOf(parent), member: field });
      else if (type) explain({ type: nameOf(type) });
    },
  }),
  completion,
  jump,
  linter((view) => problemsIn(view.state.doc.toString(), getSchema(view.state) ?? undefined), {
    delay: 300,
    needsRefresh: (update) => getSchema(update.startState) !== getSchema(update.state),
  }),
  placeholder('Write a query, or choose an example.'),
];

/** `[Event!]!` is about Event. */
const nameOf = (type: string) => type.replace(/[[\]!]/g, '');

/** Between braces a new line opens them: the closing one goes below. The grammar does not know that they are a pair. */
const openBlock: Command = ({ state, dispatch }) => {
  const { head, empty } = state.selection.main;
  if (!empty || state.sliceDoc(head - 1, head + 1) !== '{}') return false;
  const indent = /^ */.exec(state.doc.lineAt(head).text)?.[0] ?? '';
  const opening = `\n${indent}  `;
  dispatch(
    state.update({
      changes: { from: head, insert: `${opening}\n${indent}` },
      selection: { anchor: head + opening.length },
      userEvent: 'input',
    }),
  );
  return true;
};
