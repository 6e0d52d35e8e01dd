/** Sends a change of the plugins; rejects with the server's words. */
export async function change(path: string, body: unknown): Promise<void> {
  const isArchive = body instanceof Blob;
  const response = await fetch(`/api/plugins${path}`, {
    method: 'POST',
    headers: { 'content-type': isArchive ? 'application/zip' : 'application/json' },
    body: isArchive ? body : JSON.stringify(body),
  });
  if (response.ok) return;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Error(problem.detail ?? `The server answered ${response.status} ${response.statusText}.`);
}
