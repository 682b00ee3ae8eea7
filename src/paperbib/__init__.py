"""paperbib: free-form reading notes in, a bibliography you can cite from out."""

__version__ = "0.1.0"
