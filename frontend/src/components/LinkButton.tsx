import { Button, Menu } from "@mantine/core";
import type { ButtonProps, MenuItemProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { MouseEventHandler, Ref } from "react";

type AsLink<P> = P & {
  ref?: Ref<HTMLAnchorElement>;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
  children?: React.ReactNode;
};

/** A link that looks like a button; its address is checked against the routes. */
export const LinkButton = createLink(function LinkButton(props: AsLink<ButtonProps>) {
  return <Button component="a" {...props} />;
});

export const LinkMenuItem = createLink(function LinkMenuItem(props: AsLink<MenuItemProps>) {
  return <Menu.Item component="a" {...props} />;
});
