/* cmd_completion.c: `entente completion`: a script for bash (and zsh), written from the table of commands and each command's own options. */
#include <stdio.h>
#include <string.h>

#include "corpus/cmd.h"
#include "search/commands.h"

/* How a shell finds the words that fit, once the case below has said what a command takes. `=` and `:` break words in bash: an option
 * and its value may be three. Sources: bash(1) "Programmable Completion", zshcompsys(1) "bashcompinit". */
static const char head[] =
	"# Completion for entente: entente completion bash > DIR/entente, or source it; zsh takes "
	"it too.\n"
	"if [ -n \"${ZSH_VERSION-}\" ]; then autoload -U +X compinit bashcompinit && compinit && "
	"bashcompinit; fi\n"
	"_entente_paths ()\n"
	"{\n"
	"\tlocal IFS=$'\\n'\n"
	"\tCOMPREPLY=($(compgen \"$1\" -- \"$2\"))\n"
	"}\n"
	"_entente ()\n"
	"{\n"
	"\tlocal cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
	"\tlocal command= word= skip= at=0 i options= valued= paths= formats= words= files= fits=\n"
	"\tCOMPREPLY=()\n"
	"\tif [ \"$cur\" = = ]; then cur=; elif [ \"$prev\" = = ]; then "
	"prev=\"${COMP_WORDS[COMP_CWORD-2]}\"; fi\n"
	"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	"\t\tword=\"${COMP_WORDS[i]}\"\n"
	"\t\tif [ -n \"$skip\" ]; then [ \"$word\" = = ] || skip=; continue; fi\n"
	"\t\tcase \"$word\" in\n"
	"\t\t--corpus | --format | --color) skip=1 ;;\n"
	"\t\t-*) ;;\n"
	"\t\t*) command=\"$word\" at=$i; break ;;\n"
	"\t\tesac\n"
	"\tdone\n"
	"\tcase \"$command\" in\n";

static const char tail[] =
	"\tesac\n"
	"\tcase \"$prev\" in\n"
	"\t--format) fits=\"$formats\" ;;\n"
	"\t--color) fits='auto always never' ;;\n"
	"\t--lang | --in) fits='fr en' ;;\n"
	"\t--corpus) _entente_paths -d \"$cur\"; return ;;\n"
	"\t-*)\n"
	"\t\tcase \" $paths \" in *\" $prev \"*) _entente_paths -f \"$cur\"; return ;; esac\n"
	"\t\tcase \" $valued \" in *\" $prev \"*) return ;; esac ;;\n"
	"\tesac\n"
	"\tif [ -z \"$fits\" ]; then\n"
	"\t\tcase \"$cur\" in\n"
	"\t\t-*) fits=\"$options\" ;;\n"
	"\t\t*) if [ $COMP_CWORD -eq $((at + 1)) ]; then fits=\"$words\"; fi ;;\n"
	"\t\tesac\n"
	"\tfi\n"
	"\tif [ -n \"$fits\" ]; then\n"
	"\t\tCOMPREPLY=($(compgen -W \"$fits\" -- \"$cur\"))\n"
	"\telif [ -n \"$files\" ]; then\n"
	"\t\t_entente_paths -f \"$cur\"\n"
	"\tfi\n"
	"}\n"
	"complete -o filenames -F _entente entente\n";

static void add_options (const GOptionEntry *entries, GString *all, GString *valued, GString *paths)
{
	for (const GOptionEntry *e = entries; e && e->long_name; e++) {
		g_string_append_printf (all, " --%s", e->long_name);
		if (e->arg == G_OPTION_ARG_NONE)
			continue;
		/* What its value is called in --help says whether it is a file. */
		bool file = e->arg_description && (strstr (e->arg_description, "FILE") ||
						   strstr (e->arg_description, "DIR") ||
						   strstr (e->arg_description, "PATH"));
		g_string_append_printf (file ? paths : valued, " --%s", e->long_name);
		if (e->short_name)
			g_string_append_printf (file ? paths : valued, " -%c", e->short_name);
	}
}

/* The words that a command's first argument is one of, from its usage line ("add|list|remove [URL…]"): "" when it is anything. Owned. */
static char *first_words (const CmdContext *context, const Command *command)
{
	GString *words = g_string_new (NULL);
	if (strstr (command->args, "COMMAND")) {
		for (const Command *c = context->commands; c->name; c++)
			g_string_append_printf (words, "%s ", c->name);
		g_string_append (words, "status");
		return g_string_free (words, FALSE);
	}
	g_string_append_len (words, command->args, (gssize)strcspn (command->args, " "));
	if (!g_ascii_islower (*words->str))
		g_string_truncate (words, 0);
	g_string_replace (words, "|", " ", 0);
	return g_string_free (words, FALSE);
}

static void describe (const CmdContext *context, const GOptionEntry *own,
		      const GOptionEntry *common, const CmdFormat *formats, guint formats_count)
{
	const Command *command = context->command;
	g_autoptr (GString) all = g_string_new (NULL);
	g_autoptr (GString) valued = g_string_new (NULL);
	g_autoptr (GString) paths = g_string_new (NULL);
	g_autofree char *words = first_words (context, command);
	add_options (own, all, valued, paths);
	add_options (common, all, valued, paths);
	printf ("\t%s)\n\t\toptions='%s' formats='", command->name, g_strchug (all->str));
	for (guint i = 0; i < formats_count; i++)
		printf ("%s%s", i ? " " : "", cmd_format_name (formats[i]));
	printf ("'\n\t\tvalued='%s' paths='%s'\n", g_strchug (valued->str), g_strchug (paths->str));
	printf ("\t\twords='%s' files=%s ;;\n", words, strstr (command->args, "FILE") ? "1" : "");
}

int cmd_completion (CmdContext *context, int argc, char **argv)
{
	int status = CMD_OK;
	if (!cmd_options (context, &argc, &argv, NULL, FORMATS (FORMAT_TEXT), 1, &status))
		return status;
	if (argc != 2 || (strcmp (argv[1], "bash") != 0 && strcmp (argv[1], "zsh") != 0))
		return cmd_usage (context, "for which shell? bash or zsh");
	fputs (head, stdout);
	for (const Command *c = context->commands; c->name; c++) {
		char name[] = "entente", *args[] = { name, NULL };
		CmdContext asked = *context;
		asked.command = c;
		asked.describe = describe;
		c->func (&asked, 1, args);
	}
	fputs ("\t'') words='", stdout);
	for (const Command *c = context->commands; c->name; c++)
		printf ("%s%s", c == context->commands ? "" : " ", c->name);
	fputs ("' options='--help --version --corpus' ;;\n", stdout);
	fputs (tail, stdout);
	return CMD_OK;
}
