import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const unsafeHtml = [
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: "Log text is untrusted: render it as text nodes.",
  },
  {
    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]",
    message: "Log text is untrusted: render it as text nodes.",
  },
];

/** The arrows of the architecture: a folder may import only what stands in its line. */
function folder(name, allowed, message) {
  return {
    files: [`src/${name}/**/*.{ts,tsx}`],
    ignores: ["src/**/*.test.{ts,tsx}"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: allowed, message }] }],
    },
  };
}

export default tseslint.config(
  { ignores: ["dist", "target", "node_modules", "public", "eslint.config.js"] },
  ...tseslint.configs.recommendedTypeChecked,
  { files: ["src/**/*.{ts,tsx}"], ...reactHooks.configs.flat.recommended },
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-restricted-syntax": ["error", ...unsafeHtml],
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  folder("model", "^(?!\\./)", "model/ imports nothing but itself."),
  folder("i18n", "^\\.\\./(?!model/)", "i18n/ may import model/ only."),
  folder("api", "^\\.\\./(?!model/)", "api/ may import model/ only."),
  folder(
    "components",
    "^\\.\\./(?!model/|i18n/)",
    "components/ get props: they may import model/ and i18n/ only.",
  ),
);
