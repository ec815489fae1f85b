// BenchLucene.java: Lucene beside bench_search: the same articles and questions, in each language's own stems.
//
//   java -cp JARS BenchLucene.java index DIR < articles      lines "LANG TAB TEXT"
//   java -cp JARS BenchLucene.java ask DIR < queries                      lines "KIND TAB LANG TAB WORDS"
//
// Prints for each kind the median and 99th percentile in microseconds of the best of 5 rounds, from the typed words to ten
// documents, after two rounds that warm the compiler up.
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.*;

public class BenchLucene {
	static final int ROUNDS = 5, WARM = 2, RESULTS = 10;
	static final Analyzer analyzer = new PerFieldAnalyzerWrapper(new EnglishAnalyzer(), Map.of("fr", new FrenchAnalyzer()));
	static final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

	static void index(Directory dir) throws IOException {
		try (IndexWriter writer = new IndexWriter(dir, new IndexWriterConfig(analyzer))) {
			for (String line; (line = in.readLine()) != null;) {
				String[] parts = line.split("\t", 2);
				Document doc = new Document();
				doc.add(new TextField(parts[0], parts[1], Field.Store.NO));
				writer.addDocument(doc);
			}
			writer.forceMerge(1);
		}
	}

	static Query query(String kind, String lang, String words) throws IOException {
		List<Term> terms = new ArrayList<>();
		try (TokenStream stream = analyzer.tokenStream(lang, words)) {
			CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
			for (stream.reset(); stream.incrementToken();)
				terms.add(new Term(lang, term.toString()));
			stream.end();
		}
		if (kind.startsWith("phrase")) {
			PhraseQuery.Builder phrase = new PhraseQuery.Builder();
			terms.forEach(phrase::add);
			return phrase.build();
		}
		BooleanQuery.Builder all = new BooleanQuery.Builder();
		BooleanClause.Occur occur = kind.startsWith("or") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
		terms.forEach(t -> all.add(new TermQuery(t), occur));
		return all.build();
	}

	static void ask(Directory dir) throws IOException {
		IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(dir));
		searcher.setQueryCache(null); // a question is not asked twice
		Map<String, List<String[]>> kinds = new LinkedHashMap<>();
		for (String line; (line = in.readLine()) != null;) {
			String[] parts = line.split("\t", 3);
			kinds.computeIfAbsent(parts[0], k -> new ArrayList<>()).add(parts);
		}
		for (var kind : kinds.entrySet()) {
			List<Double> times = new ArrayList<>();
			for (String[] q : List.copyOf(kind.getValue())) // bench_search leaves out what finds nothing, too
				if (searcher.count(query(q[0], q[1], q[2])) == 0)
					kind.getValue().remove(q);
			for (int round = -WARM; round < ROUNDS; round++) {
				int i = 0;
				for (String[] q : kind.getValue()) {
					long begun = System.nanoTime();
					searcher.search(query(q[0], q[1], q[2]), RESULTS);
					double took = (System.nanoTime() - begun) / 1e3;
					if (round <= 0 && times.size() <= i)
						times.add(took);
					else
						times.set(i, round <= 0 ? took : Math.min(took, times.get(i)));
					i++;
				}
			}
			Collections.sort(times);
			System.out.printf(Locale.ROOT, "%-8s  %6.0f /%7.0f%n", kind.getKey(), times.get(times.size() / 2),
				times.get((int) (0.99 * (times.size() - 1) + 0.5)));
		}
	}

	public static void main(String[] args) throws IOException {
		try (Directory dir = FSDirectory.open(Paths.get(args[1]))) {
			if (args[0].equals("index"))
				index(dir);
			else
				ask(dir);
		}
	}
}
