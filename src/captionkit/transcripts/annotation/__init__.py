"""Annotation programs, research formats and YouTube's XML: TextGrid, ELAN, CHAT, Transcriber, CTM, STM, TEI, srv1-3."""
