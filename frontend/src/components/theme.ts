import { createTheme } from "@mantine/core";
import type { MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#f6f7fa",
  "#eef0f5",
  "#e3e6ee",
  "#d2d7e2",
  "#b4bccb",
  "#858ea2",
  "#5a6377",
  "#444c5e",
  "#2c3342",
  "#1b2130",
];

const night: MantineColorsTuple = [
  "#e4e8f0",
  "#b9c1d1",
  "#98a1b5",
  "#727b90",
  "#3a4252",
  "#2a303d",
  "#191d27",
  "#11141b",
  "#0d1016",
  "#090b10",
];

const signal: MantineColorsTuple = [
  "#eef2ff",
  "#dde5ff",
  "#b9c8ff",
  "#92a8fb",
  "#6d88f2",
  "#4f6ce6",
  "#3554d1",
  "#2a45b3",
  "#213792",
  "#182a73",
];

const alarm: MantineColorsTuple = [
  "#fdf0ef",
  "#fbdfdd",
  "#f6bfbc",
  "#f59c97",
  "#ff9b96",
  "#d5403b",
  "#bd2b27",
  "#a32421",
  "#871d1b",
  "#6e1715",
];

/** No font is fetched: each system's own, with the Korean fonts of the usual systems behind it. */
const sans =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", Ubuntu, "Liberation Sans", Arial, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif';
const mono =
  'ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", "Noto Sans Mono CJK KR", "D2Coding", monospace';

export const theme = createTheme({
  colors: { gray: ink, dark: night, signal, red: alarm },
  primaryColor: "signal",
  primaryShade: { light: 6, dark: 5 },
  fontFamily: sans,
  fontFamilyMonospace: mono,
  defaultRadius: "md",
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
  fontSizes: { xs: "0.75rem", sm: "0.84rem", md: "0.92rem", lg: "1.05rem", xl: "1.25rem" },
  headings: { fontFamily: sans, fontWeight: "650" },
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { size: "sm" } },
    Avatar: {
      vars: () => ({
        root: { "--avatar-bg": "var(--ts-info-bg)", "--avatar-color": "var(--ts-info-fg)" },
      }),
    },
    TextInput: { defaultProps: { size: "sm" } },
    NativeSelect: { defaultProps: { size: "sm" } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 150, events: { hover: true, focus: true, touch: true } },
    },
  },
});
