import { type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { look } from './look';

export interface CodeEditorProps {
  /** Its name for those who cannot see where it stands. */
  label: string;
  /** The id of an element that tells its keys. */
  describedBy?: string;
  value: string;
  onChange?: (text: string) => void;
  /** Ctrl Enter, or Cmd Enter on a Mac. */
  onRun?: () => void;
  /** Those of the first moment; what changes later goes in through `sync`. */
  extensions: Extension;
  /** Called with the editor at first and whenever it is another function. */
  sync?: (view: EditorView) => void;
}

/**
 * CodeMirror as a controlled field. A value from outside goes in as an edit, so that undo brings back what it replaced.
 * Tab is left to the browser: it leads out of the editor.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { value, sync } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const { label, describedBy, extensions } = latest.current;
    const runs = { key: 'Mod-Enter', run: () => latest.current.onRun?.() !== null };
    const editor = new EditorView({
      doc: latest.current.value,
      parent: host.current as HTMLElement,
      extensions: [
        Prec.highest(keymap.of([runs])),
        extensions,
        look,
        EditorView.contentAttributes.of({
          tabindex: '0',
          'aria-label': label,
          ...(describedBy && { 'aria-describedby': describedBy }),
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
        }),
      ],
    });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    if (view.current) sync?.(view.current);
  }, [sync]);

  return <div ref={host} style={{ height: '100%', minHeight: 0 }} />;
}
