"""The words of the page itself, in the languages it speaks.

A language is told by a tag; its first part chooses the words, and where the page does not
speak it, they are English. Braces stand for a number. Source: RFC 5646, section 2.2.1.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "de", "fr", "es")
"""The languages that the page speaks; the first stands in for all others."""

_WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "skip": (
        "Skip to the entries",
        "Zu den Einträgen springen",
        "Aller aux entrées",
        "Ir a las entradas",
    ),
    "search": ("Search", "Suchen", "Rechercher", "Buscar"),
    "search_hint": (
        "Title, author, abstract, note, tag",
        "Titel, Autor, Abstract, Notiz, Schlagwort",
        "Titre, auteur, résumé, note, mot-clé",
        "Título, autor, resumen, nota, etiqueta",
    ),
    "theme": ("Light or dark", "Hell oder dunkel", "Clair ou sombre", "Claro u oscuro"),
    "theme_auto": ("As the system", "Wie das System", "Comme le système", "Como el sistema"),
    "theme_light": ("Light", "Hell", "Clair", "Claro"),
    "theme_dark": ("Dark", "Dunkel", "Sombre", "Oscuro"),
    "keys": ("Keyboard", "Tastatur", "Clavier", "Teclado"),
    "key_search": ("search", "suchen", "rechercher", "buscar"),
    "key_move": (
        "next and previous entry",
        "nächster und voriger Eintrag",
        "entrée suivante et précédente",
        "entrada siguiente y anterior",
    ),
    "key_expand": (
        "expand or collapse the entry",
        "Eintrag auf- oder zuklappen",
        "déplier ou replier l’entrée",
        "desplegar o plegar la entrada",
    ),
    "key_select": (
        "select the entry",
        "Eintrag auswählen",
        "sélectionner l’entrée",
        "seleccionar la entrada",
    ),
    "key_selection": (
        "go to the selection",
        "zur Auswahl",
        "aller à la sélection",
        "ir a la selección",
    ),
    "key_clear": (
        "clear the search, then the filters",
        "Suche löschen, dann die Filter",
        "effacer la recherche, puis les filtres",
        "borrar la búsqueda, luego los filtros",
    ),
    "key_keys": (
        "show these keys",
        "diese Tasten zeigen",
        "afficher ces touches",
        "ver las teclas",
    ),
    "single_keys": (
        "Use keys that are single characters",
        "Tasten mit einzelnen Zeichen verwenden",
        "Utiliser les touches d’un seul caractère",
        "Usar las teclas de un solo carácter",
    ),
    "close": ("Close", "Schließen", "Fermer", "Cerrar"),
    "filters": ("Filters", "Filter", "Filtres", "Filtros"),
    "filter_year": ("Year", "Jahr", "Année", "Año"),
    "filter_tag": ("Tag", "Schlagwort", "Mot-clé", "Etiqueta"),
    "filter_category": ("Category", "Kategorie", "Catégorie", "Categoría"),
    "filter_state": ("Read state", "Lesestand", "État de lecture", "Estado de lectura"),
    "filter_kind": ("Kind", "Art", "Type", "Tipo"),
    "filter_file": ("Note", "Notizdatei", "Fichier de notes", "Archivo de notas"),
    "more": ("{} more", "{} weitere", "{} de plus", "{} más"),
    "fewer": ("Fewer", "Weniger", "Moins", "Menos"),
    "chosen": ("Filters chosen", "Gewählte Filter", "Filtres choisis", "Filtros elegidos"),
    "remove": ("Remove this filter", "Filter entfernen", "Retirer ce filtre", "Quitar el filtro"),
    "clear": ("Clear all", "Alles löschen", "Tout effacer", "Borrar todo"),
    "sort": ("Sort by", "Sortieren nach", "Trier par", "Ordenar por"),
    "by_relevance": ("relevance", "Relevanz", "pertinence", "relevancia"),
    "by_key": ("key", "Schlüssel", "clé", "clave"),
    "by_newest": ("newest first", "Neueste zuerst", "plus récents", "más recientes"),
    "by_oldest": ("oldest first", "Älteste zuerst", "plus anciens", "más antiguos"),
    "by_title": ("title", "Titel", "titre", "título"),
    "by_author": ("author", "Autor", "auteur", "autor"),
    "by_notes": (
        "order in the notes",
        "Folge der Notizen",
        "ordre des notes",
        "orden de las notas",
    ),
    "entries_heading": ("Entries", "Einträge", "Entrées", "Entradas"),
    "entries_one": ("1 entry", "1 Eintrag", "1 entrée", "1 entrada"),
    "entries_many": ("{} entries", "{} Einträge", "{} entrées", "{} entradas"),
    "searching": ("Searching…", "Suche läuft …", "Recherche…", "Buscando…"),
    "entries_none": (
        "No entry is like that",
        "Kein Eintrag passt dazu",
        "Aucune entrée ne correspond",
        "Ninguna entrada coincide",
    ),
    "no_entry": (
        "No entry has the key {}. Here are all entries.",
        "Kein Eintrag hat den Schlüssel {}. Hier sind alle Einträge.",
        "Aucune entrée n’a la clé {}. Voici toutes les entrées.",
        "Ninguna entrada tiene la clave {}. Aquí están todas las entradas.",
    ),
    "of": ("{} of {} entries", "{} von {} Einträgen", "{} entrées sur {}", "{} de {} entradas"),
    "papers_one": ("1 paper", "1 Arbeit", "1 article", "1 artículo"),
    "papers_many": ("{} papers", "{} Arbeiten", "{} articles", "{} artículos"),
    "pages": ("Pages", "Seiten", "Pages", "Páginas"),
    "page_of": ("Page {} of {}", "Seite {} von {}", "Page {} sur {}", "Página {} de {}"),
    "previous": ("Previous", "Zurück", "Précédente", "Anterior"),
    "next": ("Next", "Weiter", "Suivante", "Siguiente"),
    "selection": ("Selection", "Auswahl", "Sélection", "Selección"),
    "select": ("Select", "Auswählen", "Sélectionner", "Seleccionar"),
    "selected_one": ("1 selected", "1 ausgewählt", "1 sélectionnée", "1 seleccionada"),
    "selected_many": ("{} selected", "{} ausgewählt", "{} sélectionnées", "{} seleccionadas"),
    "select_all": ("Select all {}", "Alle {} auswählen", "Choisir les {}", "Elegir las {}"),
    "deselect": ("Deselect", "Auswahl aufheben", "Désélectionner", "Deseleccionar"),
    "copy_selected": ("Copy .bib", ".bib kopieren", "Copier le .bib", "Copiar el .bib"),
    "download": ("Download .bib", ".bib herunterladen", "Télécharger .bib", "Descargar .bib"),
    "copy_bibtex": ("Copy BibTeX", "BibTeX kopieren", "Copier BibTeX", "Copiar BibTeX"),
    "copy_key": ("Copy key", "Schlüssel kopieren", "Copier la clé", "Copiar la clave"),
    "copy_reference": (
        "Copy reference",
        "Literaturangabe kopieren",
        "Copier la référence",
        "Copiar la referencia",
    ),
    "copied": ("Copied", "Kopiert", "Copié", "Copiado"),
    "not_copied": (
        "The browser does not let this page copy",
        "Der Browser erlaubt der Seite kein Kopieren",
        "Le navigateur interdit la copie",
        "El navegador no permite copiar",
    ),
    "permalink": ("Permalink", "Permalink", "Permalien", "Enlace permanente"),
    "abstract": ("Abstract", "Abstract", "Résumé", "Resumen"),
    "mentioned": ("In the notes", "In den Notizen", "Dans les notes", "En las notas"),
    "in_notes": ("In the notes ({})", "In den Notizen ({})", "Dans les notes ({})", "Notas ({})"),
    "related": ("Related", "Dazu", "En rapport", "Relacionado"),
    "part_of": ("Belongs to", "Gehört zu", "Fait partie de", "Forma parte de"),
    "expand": ("Show all", "Alles zeigen", "Tout afficher", "Mostrar todo"),
    "collapse": ("Show less", "Weniger zeigen", "Réduire", "Mostrar menos"),
    "withdrawn": ("withdrawn", "zurückgezogen", "retiré", "retirado"),
    "dead": ("dead link", "toter Link", "lien mort", "enlace roto"),
    "et_al": ("et al.", "et al.", "et al.", "et al."),
    "state_done": ("read", "gelesen", "lu", "leído"),
    "state_open": ("to read", "zu lesen", "à lire", "por leer"),
    "state_none": ("unmarked", "ohne Angabe", "sans indication", "sin marcar"),
    "kind_preprint": ("preprint", "Preprint", "prépublication", "preprint"),
    "kind_published": ("published", "veröffentlicht", "publié", "publicado"),
    "kind_web": ("web page", "Webseite", "page web", "página web"),
    "kind_code": ("code", "Code", "code", "código"),
    "kind_video": ("video", "Video", "vidéo", "vídeo"),
    "timeline": ("Papers by year", "Arbeiten nach Jahr", "Articles par année", "Artículos por año"),
    "earlier": ("earlier", "früher", "avant", "antes"),
    "overview": ("Overview", "Überblick", "Vue d’ensemble", "Resumen general"),
    "made_with": (
        "Written by paperbib from the notes.",
        "Von paperbib aus den Notizen geschrieben.",
        "Écrit par paperbib à partir des notes.",
        "Escrito por paperbib a partir de las notas.",
    ),
}
"""Each word of the page by its name, in the order of the languages."""


def spoken(language: str) -> str:
    """The language of the page's words for a language tag.

    >>> spoken("de-AT"), spoken("FR"), spoken("ja")
    ('de', 'fr', 'en')
    """
    primary = language.partition("-")[0].lower()
    return primary if primary in LANGUAGES else LANGUAGES[0]


def words(language: str) -> dict[str, str]:
    """The words of the page by their names, for a language tag."""
    column = LANGUAGES.index(spoken(language))
    return {name: word[column] for name, word in _WORDS.items()}


def counted(number: int, noun: str, told: Mapping[str, str]) -> str:
    """A number with its noun.

    >>> counted(1, "papers", words("en")), counted(2, "papers", words("en"))
    ('1 paper', '2 papers')
    """
    return told[f"{noun}_one"] if number == 1 else filled(told[f"{noun}_many"], number)


def filled(word: str, *numbers: int) -> str:
    """A word with numbers in the place of its braces, in their order."""
    for number in numbers:
        word = word.replace("{}", str(number), 1)
    return word
