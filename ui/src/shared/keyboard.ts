/** True where a key is text for somebody: inside inputs, menus and dialogs no shortcut works, nor with Ctrl, Alt or Cmd. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  return (
    target?.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') != null
  );
}
