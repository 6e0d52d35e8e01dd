import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, tooltips } from '@codemirror/view';
import { hangingIndent } from './hangingIndent';

/** What every text to read has: lines that wrap, parts that fold. */
export const reading: Extension = [
  foldGutter(),
  EditorView.lineWrapping,
  hangingIndent,
  // Without it a list of completions is cut off at the edge of its panel.
  tooltips({ parent: document.body, position: 'fixed' }),
  EditorState.tabSize.of(2),
];

/** What every text to write has besides. */
export const writing: Extension = [
  lineNumbers(),
  reading,
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ icons: false }),
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...historyKeymap,
    ...foldKeymap,
    ...completionKeymap,
    ...lintKeymap,
  ]),
];
