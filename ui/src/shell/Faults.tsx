import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { noInstant } from '../shared/instant';
import { Failure } from '../shared/kit/Answer';
import { Empty } from '../shared/kit/Empty';
import { Page } from '../shared/kit/Page';

export function NotFound() {
  return (
    <Page title="Page not found">
      <Empty title="No page has this address.">
        <Link to="/">Home</Link>
        <Link to="/catalog">Catalog</Link>
      </Empty>
    </Page>
  );
}

/** In place of a page whose address names an instant that is none. */
export function BadInstant({ at }: { at: string }) {
  return (
    <Page title="No such instant">
      <Empty title={noInstant(at)}>
        <Link to="." search={(before) => ({ ...before, at: undefined })}>
          See it now
        </Link>
      </Empty>
    </Page>
  );
}

export function PageFault({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Page title="This page failed">
      <Failure
        what="The page"
        error={error instanceof Error ? error : new Error(String(error))}
        retry={() => {
          reset();
          return router.invalidate();
        }}
      />
    </Page>
  );
}
