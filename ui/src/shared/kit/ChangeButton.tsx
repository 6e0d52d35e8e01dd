import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import { useWhyFixed } from '../travel';

/** A button that changes something. In the past it is off and says why. */
export function ChangeButton(props: ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>) {
  const why = useWhyFixed();
  return why === undefined ? <Button {...props} /> : <Button {...props} disabled title={why} />;
}
